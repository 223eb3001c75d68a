"""From any number to its source, and from any source to all that depends on it."""

from onconeural.report.trace.find import trace
from onconeural.report.trace.result import Trace, Use
from onconeural.report.trace.table import found_table, scope_table, trace_table
from onconeural.report.trace.whole import whole_base, whole_folder

__all__ = ["Trace", "Use", "found_table", "scope_table", "trace", "trace_table", "whole_base", "whole_folder"]
