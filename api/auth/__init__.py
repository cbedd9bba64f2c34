"""Who asks and whether they may: found out once, for every route, before the route runs."""
