"""Writes data.json: scaling by numpy and calendar features by Python's own calendar.  /usr/bin/python3 data.py"""
import datetime as dt
import json
import pathlib

import numpy as np

random = np.random.default_rng(7)
values = np.round(random.normal(size=(12, 3)) * [1.0, 250.0, 0.01] + [0.0, 1e6, -3.0], 4)
values[:, 2] = 0.1  # constant, and not exact in binary
train = values[:8]
deviation = train.std(axis=0)
deviation[2] = 1.0
scaler = {
    "values": values.tolist(),
    "trainRows": 8,
    "mean": train.mean(axis=0).tolist(),
    "deviation": deviation.tolist(),
    "standardised": ((values - train.mean(axis=0)) / deviation).tolist(),
}


def features(t):
    minute, hour = t.minute / 59 - 0.5, t.hour / 23 - 0.5
    weekday, monthday = t.weekday() / 6 - 0.5, (t.day - 1) / 30 - 0.5
    yearday = (t.timetuple().tm_yday - 1) / 365 - 0.5
    week, month = (t.isocalendar()[1] - 1) / 52 - 0.5, (t.month - 1) / 11 - 0.5
    return {
        "time": t.isoformat(),
        "Monthly": [month],
        "Weekly": [monthday, week],
        "Daily": [weekday, monthday, yearday],
        "Hourly": [hour, weekday, monthday, yearday],
        "Minutely": [minute, hour, weekday, monthday, yearday],
    }


times = [
    dt.datetime(2016, 7, 1), dt.datetime(2020, 2, 29, 23, 59), dt.datetime(2018, 12, 31, 12, 15), dt.datetime(2021, 1, 3, 1, 45),
    dt.datetime(2020, 12, 31, 6, 30), dt.datetime(2019, 12, 30, 17, 10), dt.datetime(1990, 1, 1),
]
here = pathlib.Path(__file__).parent
here.joinpath("data.json").write_text(json.dumps({"scaler": scaler, "times": [features(t) for t in times]}, indent=1) + "\n")
