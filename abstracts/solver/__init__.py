"""Mathematics too big for a rule: who reviews what, and how strict each reviewer is. It knows no table, no person."""

from abstracts.solver.assignment import Assignment, Problem, Wish, assign, smallest_change
from abstracts.solver.calibration import Calibration, calibrate

__all__ = ["Assignment", "Calibration", "Problem", "Wish", "assign", "calibrate", "smallest_change"]
