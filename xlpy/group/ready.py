"""What a worker has read before its first task: named to the process that workers are copies of."""

import gc

import xlpy.files.keep
import xlpy.files.save
import xlpy.files.verify
import xlpy.group.task
import xlpy.jobs.check
import xlpy.jobs.close
import xlpy.jobs.sealing.verify  # noqa: F401

# What is read stays, and so does Dask, which is read next: nobody need look through it for cycles.
gc.disable()
