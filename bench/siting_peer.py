"""spopt's MCLP with CBC, on arrays of bench/siting.py: distances, weights; radius and sites."""

import json
import sys
import time

import numpy as np
import pulp
from spopt.locate import MCLP


def main():
    given = np.load(sys.argv[1])
    radius_m, sites, limit_s = float(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
    start = time.perf_counter()
    model = MCLP.from_cost_matrix(given["distance"], given["weights"], radius_m, sites)
    built = time.perf_counter() - start
    model = model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=limit_s), results=False)
    told = {
        "built_s": built,
        "seconds": time.perf_counter() - start,
        "objective": float(model.problem.objective.value()),
        "status": pulp.LpStatus[model.problem.status],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
