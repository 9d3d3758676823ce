package starter.kit

import java.nio.file.Files
import java.nio.file.Path
import java.sql.Connection
import java.sql.DriverManager
import java.sql.ResultSet

typealias Row = Map<String, Any?>

data class Table(
    val name: String,
    val key: String,
    val columns: Map<String, String>,
    val rows: List<Row> = emptyList(),
)

/** The tables of one service, in a SQLite file of its own under data/. */
class State(service: String, tables: List<Table>) {
    private val tables = tables.associateBy { it.name }
    private val connection: Connection

    init {
        val folder = Path.of(System.getenv("DATA") ?: "data")
        Files.createDirectories(folder)
        connection = DriverManager.getConnection("jdbc:sqlite:${folder.resolve("$service.db")}")
        query("PRAGMA journal_mode = WAL")
        execute("PRAGMA busy_timeout = 5000")
        execute(
            "CREATE TABLE IF NOT EXISTS _state" +
                " (block TEXT, key TEXT, value TEXT, PRIMARY KEY (block, key))",
        )
        for (table in tables) create(table)
    }

    /** What is done inside is kept as a whole, or not at all. */
    fun <Result> transaction(work: () -> Result): Result {
        execute("BEGIN IMMEDIATE")
        try {
            val result = work()
            execute("COMMIT")
            return result
        } catch (error: Throwable) {
            execute("ROLLBACK")
            throw error
        }
    }

    fun find(table: String, key: Any?): Row? =
        query("SELECT * FROM $table WHERE ${table(table).key} = ?", key).firstOrNull()

    /** The row that has the key of these values. */
    fun findBy(table: String, values: Row): Row? =
        values[table(table).key]?.let { find(table, it) }

    /** Answers the row as it is afterwards. */
    fun write(table: String, row: Row, conflict: String): Row? {
        val key = table(table).key
        val change = row.filterKeys { it != key }.map { (column, value) ->
            if (conflict == "add" && value is Number) {
                "$column = coalesce($column, 0) + excluded.$column"
            } else {
                "$column = excluded.$column"
            }
        }
        val onConflict = when {
            conflict == "insert" -> ""
            conflict == "keep" || change.isEmpty() -> "ON CONFLICT ($key) DO NOTHING"
            else -> "ON CONFLICT ($key) DO UPDATE SET ${change.joinToString()}"
        }
        val marks = row.keys.joinToString { "?" }
        execute(
            "INSERT INTO $table (${row.keys.joinToString()}) VALUES ($marks) $onConflict",
            *row.values.toTypedArray(),
        )
        return if (row[key] == null) row else find(table, row[key])
    }

    /** Any statement with `:name` for what comes from `params`; its rows. */
    fun run(text: String, params: Map<String, Any?>): List<Row> {
        val names = ArrayList<String>()
        val marked = Regex(":([a-zA-Z_][a-zA-Z0-9_]*)").replace(text) {
            names += it.groupValues[1]
            "?"
        }
        return query(marked, *names.map { params[it] }.toTypedArray())
    }

    /** What a block keeps between events, as JSON. */
    @Suppress("UNCHECKED_CAST")
    fun <Value> get(block: String, key: String): Value? =
        query("SELECT value FROM _state WHERE block = ? AND key = ?", block, key)
            .firstOrNull()
            ?.let { json.readValue(it["value"] as String, Any::class.java) as Value }

    fun set(block: String, key: String, value: Any?) =
        execute(
            "INSERT OR REPLACE INTO _state VALUES (?, ?, ?)",
            block,
            key,
            json.writeValueAsString(value),
        )

    fun remove(block: String, key: String) =
        execute("DELETE FROM _state WHERE block = ? AND key = ?", block, key)

    fun keys(block: String): List<String> =
        query("SELECT key FROM _state WHERE block = ?", block).map { it["key"] as String }

    private fun table(name: String): Table = tables[name] ?: error("The service has no table $name")

    private fun create(table: Table) {
        val columns = table.columns.entries.joinToString { "${it.key} ${it.value}" }
        val name = table.name
        execute("CREATE TABLE IF NOT EXISTS $name ($columns)")
        execute("CREATE UNIQUE INDEX IF NOT EXISTS ${name}_key ON $name (${table.key})")
        for (row in table.rows) write(name, row, "keep")
    }

    private fun execute(text: String, vararg values: Any?) {
        connection.prepareStatement(text).use { statement ->
            values.forEachIndexed { index, value -> statement.setObject(index + 1, plain(value)) }
            statement.execute()
        }
    }

    private fun query(text: String, vararg values: Any?): List<Row> =
        connection.prepareStatement(text).use { statement ->
            values.forEachIndexed { index, value -> statement.setObject(index + 1, plain(value)) }
            if (!statement.execute()) return emptyList()
            statement.resultSet.use { rows(it) }
        }

    private fun rows(result: ResultSet): List<Row> {
        val found = ArrayList<Row>()
        val columns = result.metaData
        while (result.next()) {
            found += (1..columns.columnCount).associate {
                columns.getColumnLabel(it) to result.getObject(it)
            }
        }
        return found
    }

    /** What SQLite takes: lists and objects as JSON. */
    private fun plain(value: Any?): Any? = when (value) {
        is Boolean -> if (value) 1 else 0
        is Map<*, *>, is List<*> -> json.writeValueAsString(value)
        else -> value
    }
}
