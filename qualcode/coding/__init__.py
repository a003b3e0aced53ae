"""What a coder does: gestures on a layer (coder × round), each one transaction with its events, each undoable.

Reading for the screen (`desk`) is plain SQL and starts at once; `session` and `sheet` write, and pay for SQLModel.
"""
