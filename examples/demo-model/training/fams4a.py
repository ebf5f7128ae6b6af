# Scenes of level 4.
