"""The statements that count: of each row what it is now less what was counted of it, in one statement with its mark.

A killed process leaves either both or neither. The same text, over what was counted instead of what is due, makes the
counters again; over what was counted of learners whose cohort changed, it moves their part.
"""
