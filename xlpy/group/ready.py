"""What a worker has read before its first task: named to the process that workers are copies of."""

import xlpy.files.keep
import xlpy.files.save
import xlpy.files.verify
import xlpy.group.task
import xlpy.jobs.check
import xlpy.jobs.close
import xlpy.jobs.sealing.verify  # noqa: F401
from xlpy.group import lean

lean.read_dask()
