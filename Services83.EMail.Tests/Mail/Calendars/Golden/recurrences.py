#!/usr/bin/python3
"""Writes rules with their first occurrences as python-dateutil finds them: arguments are a seed and a number of rules.

Three differences are known and avoided. A rule with BYWEEKNO alone takes its weekday from the start here (RFC 5545, 3.3.10).
dateutil cuts the first week of a weekly rule with BYSETPOS at the start. Of weekdays with and without a number in one list it
takes only those days that fit to both kinds.
"""
import random
import signal
import sys
from datetime import datetime, timedelta
from dateutil.rrule import rrulestr

DAYS = "MO TU WE TH FR SA SU".split()
random.seed(int(sys.argv[1]))


def some(values, most):
    return sorted(random.sample(list(values), random.randint(1, most)))


def signed(values, most):
    return [v if random.random() < 0.6 else -v for v in some(values, most)]


def rule(start):
    freq = random.choice("YEARLY YEARLY MONTHLY MONTHLY WEEKLY WEEKLY DAILY HOURLY MINUTELY SECONDLY".split())
    parts = {"FREQ": freq}
    if random.random() < 0.5:
        parts["INTERVAL"] = random.choice([1, 2, 3, 5, 7, 12, 90])
    if random.random() < 0.3:
        parts["WKST"] = random.choice(DAYS)
    chance = lambda p: random.random() < p
    if chance(0.3):
        parts["BYMONTH"] = some(range(1, 13), 4)
    if chance(0.3) and freq != "WEEKLY":
        parts["BYMONTHDAY"] = signed(range(1, 32), 5)
    if chance(0.15) and freq not in ("WEEKLY", "MONTHLY", "DAILY"):
        parts["BYYEARDAY"] = signed(range(1, 367), 20)
    if chance(0.2) and freq == "YEARLY":
        parts["BYWEEKNO"] = signed(range(1, 54), 6)
    if chance(0.5):
        days = some(range(7), 4)
        ordinal = freq in ("YEARLY", "MONTHLY") and "BYWEEKNO" not in parts
        limit = 5 if freq == "MONTHLY" or "BYMONTH" in parts else 53
        ordinal = ordinal and chance(0.5)
        parts["BYDAY"] = [(str(random.choice([-1, 1]) * random.randint(1, limit)) if ordinal else "") + DAYS[d] for d in days]
    if chance(0.2):
        parts["BYHOUR"] = some(range(24), 3)
    if chance(0.2):
        parts["BYMINUTE"] = some(range(60), 3)
    if chance(0.1):
        parts["BYSECOND"] = some(range(60), 3)
    if chance(0.2) and any(k.startswith("BY") for k in parts):
        parts["BYSETPOS"] = signed(range(1, 6), 2)
        if freq == "WEEKLY":
            week = DAYS.index(parts.get("WKST", "MO"))
            start -= timedelta(days=(start.weekday() - week) % 7)
    if chance(0.3):
        parts["COUNT"] = random.randint(1, 12)
    elif chance(0.3):
        parts["UNTIL"] = (start + timedelta(days=random.randint(1, 2000))).strftime("%Y%m%dT%H%M%S")
    return start, parts


def text(parts):
    return ";".join(f"{k}={','.join(map(str, v)) if isinstance(v, list) else v}" for k, v in parts.items())


def give_up(*_):
    raise TimeoutError


signal.signal(signal.SIGALRM, give_up)
left = int(sys.argv[2])
while left:
    start = datetime(random.choice([1996, 2019, 2024, 2026]), 1, 1) + timedelta(days=random.randint(0, 365), seconds=random.choice([0, 32400, 36000 + 61 * random.randint(0, 500)]))
    start, parts = rule(start)
    theirs = dict(parts)
    if "BYWEEKNO" in parts and not {"BYDAY", "BYMONTHDAY", "BYYEARDAY"} & parts.keys():
        theirs["BYDAY"] = [DAYS[start.weekday()]]
    found = []
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        for one in rrulestr(text(theirs), dtstart=start):
            found.append(one)
            if len(found) == 8:
                break
        signal.setitimer(signal.ITIMER_REAL, 0)
    except (TimeoutError, ValueError):
        signal.setitimer(signal.ITIMER_REAL, 0)
        continue
    if found or random.random() < 0.2:
        print(start.strftime("%Y%m%dT%H%M%S"), text(parts), ",".join(one.strftime("%Y%m%dT%H%M%S") for one in found), sep="|")
        left -= 1
