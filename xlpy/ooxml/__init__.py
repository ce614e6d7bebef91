"""Packages of Open XML, their parts and sheets: knows nothing of TradeDept's tables."""
