"""The second question: what happens if the sizes that are given do not match?"""
