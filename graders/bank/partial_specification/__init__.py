"""The first question: what happens if only some of the input sizes are given?"""
