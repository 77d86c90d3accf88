"""Makes newyork.csv.gz from nycflights13's data-raw/weather.csv:  python3 prepare.py weather.csv newyork.csv.gz

Keeps one station (LGA), turns UTC into Eastern Standard Time (no daylight saving, so no repeated or missing hour),
knots-in-mph and Fahrenheit into m/s and Celsius, and fills the hours without a report by straight lines in time.
"""
import csv
import datetime as dt
import gzip
import io
import sys

source, target = sys.argv[1:]
hour = dt.timedelta(hours=1)
columns = ["dew_point", "humidity", "wind_speed", "temperature"]

observed = {}
for row in csv.DictReader(open(source)):
    if row["origin"] == "LGA":
        time = dt.datetime.strptime(row["time_hour"], "%Y-%m-%dT%H:%M:%SZ") - 5 * hour
        observed[time] = [
            (float(row["dewp"]) - 32) / 1.8,
            float(row["humid"]),
            float(row["wind_speed"]) * 0.44704,
            (float(row["temp"]) - 32) / 1.8,
        ]

first, last = min(observed), max(observed)
text = io.StringIO()
writer = csv.writer(text, lineterminator="\n")
writer.writerow(["date"] + columns)
time, filled = first, []
while time <= last:
    values = observed.get(time)
    if values is None:
        filled.append(time)
        before = max(t for t in observed if t < time)
        after = min(t for t in observed if t > time)
        share = (time - before) / (after - before)
        values = [a + share * (b - a) for a, b in zip(observed[before], observed[after])]
    writer.writerow([time.strftime("%Y-%m-%d %H:%M:%S")] + [f"{v:.2f}" for v in values])
    time += hour

with open(target, "wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
    packed.write(text.getvalue().encode())
print("rows", (last - first) // hour + 1, "filled", len(filled))
print("\n".join(str(t) for t in filled))
