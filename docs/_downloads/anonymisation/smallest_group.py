"""Count the smallest group of people who look alike in a table.

Run it with:  python3 smallest_group.py participants.csv
For a table of your own, change what stands in capital letters below,
and the steps.
"""

import csv
import sys

OTHERS_MAY_KNOW = ["birth_year", "postcode", "sex"]
OTHERS_MUST_NOT_LEARN = "diagnosis"


def years(row, width, first=1930):
    """Replace the year of birth by a range of so many years."""
    start = first + (int(row["birth_year"]) - first) // width * width
    return {**row, "birth_year": f"{start}-{start + width - 1}"}


def ten_years_two_digits(row):
    return {**years(row, 10), "postcode": row["postcode"][:2]}


def twenty_years_two_digits(row):
    return {**years(row, 20), "postcode": row["postcode"][:2]}


def oldest_together(row):
    new = twenty_years_two_digits(row)
    if int(row["birth_year"]) < 1970:
        new["birth_year"] = "1969 or before"
    return new


def without_sex(row):
    return {
        column: value
        for column, value in oldest_together(row).items()
        if column != "sex"
    }


STEPS = [
    ("as collected", dict),
    ("10 years, 2 digits", ten_years_two_digits),
    ("20 years, 2 digits", twenty_years_two_digits),
    ("the oldest together", oldest_together),
    ("without sex", without_sex),
]


def grouped(rows):
    """Put together the people who look alike to others."""
    groups = {}
    for row in rows:
        looks = tuple(row[name] for name in OTHERS_MAY_KNOW if name in row)
        groups.setdefault(looks, []).append(row[OTHERS_MUST_NOT_LEARN])
    return groups


def main(path):
    with open(path, encoding="utf-8", newline="") as file:
        people = list(csv.DictReader(file))
    print(f"{'step':<21}{'groups':>6}{'smallest':>10}{'alone':>7}")
    for name, change in STEPS:
        groups = grouped(change(row) for row in people)
        sizes = [len(values) for values in groups.values()]
        print(f"{name:<21}{len(sizes):>6}{min(sizes):>10}{sizes.count(1):>7}")
    print("\nThe groups after the last step:")
    for looks, values in sorted(groups.items()):
        values_seen = sorted(set(values))
        text = f"{', '.join(looks)}: {len(values)} people, "
        if len(values_seen) == 1:
            print(f"{text}all with {values_seen[0]}")
        else:
            print(f"{text}{len(values_seen)} values of {OTHERS_MUST_NOT_LEARN}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
