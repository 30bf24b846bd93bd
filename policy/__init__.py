"""Policy positions: their launch, their embargo and press access. Nothing here yet but its place."""
