"""One rule a file; each gives ``find(material)``. A new rule is one more file and line here."""

from geo.audit.rules import (
    alike_zones,
    differing,
    document_number,
    growth,
    impossible,
    loosening,
    minimum_quota,
    nested_share,
    official_count,
    part_whole,
    ratio_counts,
    schedule_total,
    stock_flow,
    table_column,
    table_grand,
    table_row,
    yearly_total,
)

RULES = (
    table_row,
    table_column,
    table_grand,
    stock_flow,
    ratio_counts,
    minimum_quota,
    loosening,
    differing,
    schedule_total,
    official_count,
    document_number,
    part_whole,
    nested_share,
    impossible,
    growth,
    yearly_total,
    alike_zones,
)
"""Every rule, in the order of the report."""

RULE_IDS = tuple(
    rule_id
    for rule in RULES
    for rule_id in ((rule.CLAUSES, rule.PLANS) if rule is differing else (rule.ID,))
)
"""The ids of all rules, in the same order."""
