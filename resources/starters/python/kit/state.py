"""The tables of one service, in a SQLite file of its own under data/."""

import json
import os
import sqlite3
from contextlib import contextmanager


class State:
    def __init__(self, service, tables):
        folder = os.environ.get("DATA", "data")
        os.makedirs(folder, exist_ok=True)
        self._database = sqlite3.connect(
            os.path.join(folder, f"{service}.db"),
            check_same_thread=False,
            isolation_level=None,
            timeout=5,
        )
        self._database.row_factory = sqlite3.Row
        self._tables = {table["name"]: table for table in tables}
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS _state"
            " (block TEXT, key TEXT, value TEXT, PRIMARY KEY (block, key))"
        )
        for table in tables:
            self._create(table)

    @contextmanager
    def transaction(self):
        """What is done inside is kept as a whole, or not at all."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def find(self, table, key):
        column = self._tables[table]["key"]
        row = self._database.execute(
            f"SELECT * FROM {table} WHERE {column} = ?", (_plain(key),)
        ).fetchone()
        return None if row is None else dict(row)

    def find_by(self, table, values):
        """The row that has the key of these values."""
        key = values.get(self._tables[table]["key"])
        return None if key is None else self.find(table, key)

    def write(self, table, row, conflict):
        """Answers the row as it is afterwards."""
        key = self._tables[table]["key"]
        others = [column for column in row if column != key]
        if conflict == "add":
            change = [
                f"{column} = coalesce({column}, 0) + excluded.{column}"
                if isinstance(row[column], (int, float))
                else f"{column} = excluded.{column}"
                for column in others
            ]
        else:
            change = [f"{column} = excluded.{column}" for column in others]
        if conflict == "insert":
            on_conflict = ""
        elif conflict == "keep" or not change:
            on_conflict = f"ON CONFLICT ({key}) DO NOTHING"
        else:
            on_conflict = f"ON CONFLICT ({key}) DO UPDATE SET {', '.join(change)}"
        marks = ", ".join("?" for _ in row)
        self._database.execute(
            f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks}) {on_conflict}",
            [_plain(value) for value in row.values()],
        )
        return row if row.get(key) is None else self.find(table, row[key])

    def run(self, text, params):
        """Any statement; its rows."""
        named = {name: _plain(value) for name, value in params.items()}
        return [dict(row) for row in self._database.execute(text, named).fetchall()]

    def get(self, block, key):
        """What a block keeps between events, as JSON."""
        row = self._database.execute(
            "SELECT value FROM _state WHERE block = ? AND key = ?", (block, key)
        ).fetchone()
        return None if row is None else json.loads(row["value"])

    def set(self, block, key, value):
        self._database.execute(
            "INSERT OR REPLACE INTO _state VALUES (?, ?, ?)", (block, key, json.dumps(value))
        )

    def remove(self, block, key):
        self._database.execute("DELETE FROM _state WHERE block = ? AND key = ?", (block, key))

    def entries(self, block):
        rows = self._database.execute("SELECT key, value FROM _state WHERE block = ?", (block,))
        return [(row["key"], json.loads(row["value"])) for row in rows.fetchall()]

    def _create(self, table):
        name, key = table["name"], table["key"]
        columns = ", ".join(f"{column} {kind}" for column, kind in table["columns"].items())
        self._database.execute(f"CREATE TABLE IF NOT EXISTS {name} ({columns})")
        self._database.execute(f"CREATE UNIQUE INDEX IF NOT EXISTS {name}_key ON {name} ({key})")
        for row in table.get("rows", []):
            self.write(name, row, "keep")


def _plain(value):
    """What SQLite takes: lists and objects as JSON."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value)
    return value
