"""The bench: unit tests of pipelines. Pure; what runs them lives in the planner's worker and the runtime jar.

`packs` reads test data, `arrival` decides in which order and when it arrives, `script` turns a compiled job
into one that reads and writes nothing but the test's rows, `compare` judges what came out.
"""
