"""A mixed-integer program as arrays, and HiGHS to solve it.

HiGHS is called directly: layers that build the program from objects, one constraint after the
other, take many times as long as solving it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import highspy
import numpy as np

from geo.allocation.errors import NoFeasibleSiting, NoSolutionInTime

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_array

    from geo.allocation.siting import Effort, Status


@dataclass(frozen=True, eq=False, kw_only=True)
class Program:
    """Best cost · x with row_low ≤ matrix · x ≤ row_high, low ≤ x ≤ high, some x whole numbers."""

    sense: Literal["least", "most"]
    cost: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    whole: NDArray[np.bool_]
    matrix: csr_array
    row_low: NDArray[np.float64]
    row_high: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Outcome:
    """The best x found, what it is worth, a bound on every x, and whether the gap was reached."""

    x: NDArray[np.float64]
    objective: float
    bound: float
    proven: bool

    @property
    def status(self) -> Status:
        """What a siting made of this outcome says of itself."""
        return "optimal" if self.proven else "time_limit"


def solve(
    program: Program,
    effort: Effort,
    start: NDArray[np.float64] | None = None,
    *,
    interior: bool = False,
) -> Outcome:
    """Solve a program.

    Parameters
    ----------
    program
        What to solve.
    effort
        Time limit in seconds and relative gap (≤) that is enough.
    start
        A solution to begin with; it need not be good, and is passed over if it breaks a rule.
    interior
        Use the interior point method on the way, which is several times as fast on large programs
        whose sites are much alike.

    Raises
    ------
    NoFeasibleSiting
        If no x keeps the rules.
    NoSolutionInTime
        If the time was up without any.
    """
    solver = _loaded(program, effort)
    if interior:
        solver.setOptionValue("mip_lp_solver", "ipm")
    if start is not None:
        first = highspy.HighsSolution()
        first.col_value = start.tolist()
        solver.setSolution(first)
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    if status in {
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    }:
        raise NoFeasibleSiting(where="sites")
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise NoSolutionInTime(where="time_limit_s", seconds=effort.time_limit_s)
    objective = float(info.objective_function_value)
    is_integer = bool(program.whole.any())
    return Outcome(
        x=np.asarray(solver.getSolution().col_value, dtype=np.float64),
        objective=objective,
        bound=float(info.mip_dual_bound) if is_integer else objective,
        proven=status == highspy.HighsModelStatus.kOptimal,
    )


def _loaded(program: Program, effort: Effort) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003 - its own signature
    solver.setOptionValue("time_limit", float(effort.time_limit_s))
    solver.setOptionValue("mip_rel_gap", float(effort.gap))
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = program.matrix.shape
    most = program.sense == "most"
    model.sense_ = highspy.ObjSense.kMaximize if most else highspy.ObjSense.kMinimize
    model.col_cost_, model.col_lower_, model.col_upper_ = program.cost, program.low, program.high
    model.row_lower_, model.row_upper_ = program.row_low, program.row_high
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = program.matrix.indptr
    model.a_matrix_.index_ = program.matrix.indices
    model.a_matrix_.value_ = program.matrix.data.astype(np.float64)
    kinds = np.array([highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger])
    model.integrality_ = kinds[program.whole.astype(np.int64)].tolist()
    solver.passModel(model)
    return solver
