"""The expected answers, a file for each door. A new route is a line; a new sort of answer is a pattern.

A line: `row(route, verb, pattern, name_in_the_address="thing of the world", ask="query", send={…})`.
A cell: the status, or `in` for the way to the sign-in page. Verbs without a line are closed for everybody, HEAD is
answered as GET, and what does not exist is answered as what is not theirs; all that is asked without a line.
"""
