"""Policy positions, their launches and embargo, press access, and roundtables.

This package owns what the organisation says, when the world may read it, and who may before. Events and their tickets
are others'; which conference goes with a launch is joined in ``office``.
"""
