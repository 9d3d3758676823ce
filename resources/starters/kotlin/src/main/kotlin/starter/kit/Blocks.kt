package starter.kit

import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.time.Duration
import kotlin.math.abs
import kotlin.random.Random
import org.slf4j.LoggerFactory

// The building blocks. Each takes an event and calls `go` for what it hands on.

private fun test(text: String, event: Any?, context: Context) =
    Expressions.test(text, event, context.vars)

/** The event becomes this. */
fun map(value: Any) = Block { event, context, go ->
    go(Expressions.value(value, event, context.vars))
}

/** Names for the blocks after it; each may use those before. */
fun letVars(fields: Map<String, String>) = Block { event, context, go ->
    for ((name, text) in fields) {
        context.vars += name to Expressions.evaluate(text, event, context.vars)
    }
    go(event)
}

/** Only what is true goes on. */
fun filter(condition: String) = Block { event, context, go ->
    if (test(condition, event, context)) go(event)
}

/** A list becomes one event per item. */
fun split(items: String) = Block { event, context, go ->
    when (val found = Expressions.evaluate(items, event, context.vars)) {
        null -> {}
        is List<*> -> found.forEach(go)
        else -> go(found)
    }
}

class Branch(val condition: String?, val steps: List<Block>)

fun on(condition: String, steps: List<Block>) = Branch(condition, steps)

fun otherwise(steps: List<Block>) = Branch(null, steps)

/** The first whose condition is true gets the event; what its steps hand on goes on. */
fun branch(vararg branches: Branch) = Block({ rest -> branches.flatMap { it.steps.sides(rest) } }) {
        event, context, go ->
    branches
        .firstOrNull { it.condition == null || test(it.condition, event, context) }
        ?.steps?.flow(event, context, go)
}

/** A record by the expressions of its parts, or as the event is. */
fun produce(
    topic: String,
    key: String? = null,
    value: Any? = null,
    headers: Map<String, String> = emptyMap(),
    timestamp: String? = null,
) = Block { event, context, go ->
    context.outputs += outputOf(topic, event, context, key, value, headers, timestamp)
    go(event)
}

/** To the topic that the expression names, one of `topics`. */
fun route(
    to: String,
    topics: List<String>,
    key: String? = null,
    value: Any? = null,
    headers: Map<String, String> = emptyMap(),
    timestamp: String? = null,
) = Block { event, context, go ->
    val topic = Expressions.evaluate(to, event, context.vars).toString()
    if (topic !in topics) throw FinalError("No route to $topic")
    context.outputs += outputOf(topic, event, context, key, value, headers, timestamp)
    go(event)
}

/** A row of a table of this service; `$row` is the row afterwards. */
fun write(
    table: String,
    row: Map<String, String>,
    conflict: String = "keep",
    unless: String? = null,
) = Block { event, context, go ->
    val values = Expressions.fields(row, event, context.vars)
    val before = context.state.findBy(table, values)
    val isKept = unless != null && before != null &&
        Expressions.test(unless, event, context.vars + ("row" to before))
    val after = if (isKept) before else context.state.write(table, values, conflict)
    context.vars += "row" to after
    go(event)
}

/** The row of a table as a variable. */
fun enrich(table: String, key: String, name: String) = Block { event, context, go ->
    val found = context.state.find(table, Expressions.evaluate(key, event, context.vars))
    context.vars += name to found
    go(event)
}

/** Any statement on the database of the service. */
fun sql(text: String, params: Map<String, String> = emptyMap(), name: String? = null) = Block {
        event, context, go ->
    val rows = context.state.run(text, Expressions.fields(params, event, context.vars))
    if (name != null) context.vars += name to rows
    go(event)
}

private val http = HttpClient.newHttpClient()

/** An HTTP request; an answer of 400 or more fails. */
fun call(
    url: String,
    method: String = "POST",
    body: Any? = null,
    timeoutMs: Long = 5_000,
    into: String? = null,
) = Block { event, context, go ->
    val sent = if (body == null) event else Expressions.value(body, event, context.vars)
    val publisher =
        if (method == "GET") HttpRequest.BodyPublishers.noBody()
        else HttpRequest.BodyPublishers.ofString(json.writeValueAsString(sent))
    val request = HttpRequest.newBuilder(URI(url))
        .method(method, publisher)
        .header("content-type", "application/json")
        .timeout(Duration.ofMillis(timeoutMs))
        .build()
    val answer = http.send(request, HttpResponse.BodyHandlers.ofString())
    if (answer.statusCode() >= 400) error("$url answered ${answer.statusCode()}")
    if (into != null) {
        val text = answer.body()
        context.vars += into to if (text.isEmpty()) null else json.readValue(text, Any::class.java)
    }
    go(event)
}

/** Work that takes time. */
fun delay(minMs: Number, maxMs: Number = minMs) = Block { event, _, go ->
    val ms = minMs.toDouble() + Random.nextDouble() * (maxMs.toDouble() - minMs.toDouble())
    Thread.sleep((ms / speed).toLong())
    go(event)
}

/** Lets the handling fail: now and then, every n-th time, or when something is true. */
fun fail(
    message: String,
    rate: Double? = null,
    every: Int? = null,
    condition: String? = null,
    isFinal: Boolean = false,
): Block {
    var count = 0
    return Block { event, context, go ->
        count += 1
        val isHit = (rate != null && Random.nextDouble() < rate) ||
            (every != null && count % every == 0) ||
            (condition != null && test(condition, event, context))
        if (isHit) throw if (isFinal) FinalError(message) else RuntimeException(message)
        go(event)
    }
}

fun log(text: String) = Block { event, context, go ->
    context.service.log.info("{}", Expressions.evaluate(text, event, context.vars))
    go(event)
}

/** What has been seen within that time (without one: ever) goes no further. */
fun deduplicate(block: String, key: String, withinMs: Long? = null) = Block { event, context, go ->
    val text = Expressions.key(key, event, context.vars) ?: ""
    val seenMs = context.state.get<Number>(block, text)?.toLong()
    val nowMs = System.currentTimeMillis()
    if (seenMs == null || (withinMs != null && nowMs - seenMs >= withinMs)) {
        context.state.set(block, text, nowMs)
        go(event)
    }
}

/** Events of two topics with one key, at most so far apart. */
fun join(
    block: String,
    other: String,
    withinMs: Long,
    names: List<String>,
    key: String? = null,
    otherKey: String? = null,
): Block {
    fun meet(side: Int, event: Any?, context: Context, go: Go) {
        val text = if (side == 0) key else otherKey
        val own = if (text == null) context.record?.key() else Expressions.key(text, event, context.vars)
        val name = own ?: ""
        val atMs = context.record?.timestamp() ?: System.currentTimeMillis()
        val state = context.state
        fun waiting(at: Int) = state.get<List<Map<String, Any?>>>("$block-$at", name) ?: emptyList()
        fun timeOf(each: Map<String, Any?>) = (each["atMs"] as Number).toLong()
        val young = waiting(side).filter { atMs - timeOf(it) <= withinMs }
        state.set("$block-$side", name, young + mapOf("atMs" to atMs, "event" to event))
        for (each in waiting(1 - side)) {
            if (abs(timeOf(each) - atMs) > withinMs) continue
            val (left, right) = if (side == 0) event to each["event"] else each["event"] to event
            go(mapOf(names[0] to left, names[1] to right))
        }
    }
    return Block({ rest ->
        listOf(Side(other) { event, context -> meet(1, event, context) { rest(it, context) } })
    }) { event, context, go -> meet(0, event, context, go) }
}

/** Hands on `{ key, windowStartMs, windowEndMs, ...fields }`; without a size over everything. */
fun aggregate(
    block: String,
    fields: Map<String, Any>,
    key: String? = null,
    sizeMs: Long? = null,
    advanceMs: Long? = sizeMs,
    graceMs: Long = 0,
    time: String? = null,
    emit: String = "each",
    late: String? = null,
) = Block { event, context, go ->
    val state = context.state
    val record = context.record
    val own = if (key == null) record?.key() else Expressions.key(key, event, context.vars)
    val atMs =
        if (time == null) record?.timestamp() ?: System.currentTimeMillis()
        else (Expressions.evaluate(time, event, context.vars) as Number).toLong()
    val clockMs = maxOf(atMs, state.get<Number>("$block-clock", "")?.toLong() ?: 0)
    state.set("$block-clock", "", clockMs)
    for (startMs in paneStarts(atMs, sizeMs, advanceMs)) {
        val endMs = startMs + (sizeMs ?: Long.MAX_VALUE)
        if (sizeMs != null && endMs + graceMs <= clockMs) {
            if (late != null) {
                context.outputs += outputOf(late, event, context, null, null, emptyMap(), null)
            }
            continue
        }
        val name = "$own $startMs"
        val before = state.get<Map<String, Any?>>(block, name) ?: emptyMap()
        @Suppress("UNCHECKED_CAST")
        val values = (before["values"] ?: emptyMap<String, Any?>()) as Map<String, Any?>
        val count = ((before["count"] as Number?)?.toLong() ?: 0) + 1
        val next = fields.mapValues { (field, how) -> grown(values[field], how, event, context.vars, count) }
        val pane = mapOf("key" to own, "startMs" to startMs, "endMs" to endMs, "values" to next, "count" to count)
        state.set(block, name, pane)
        if (emit == "each") go(resultOf(pane, sizeMs != null))
    }
    if (sizeMs == null) return@Block
    for (name in state.keys(block)) {
        val pane = state.get<Map<String, Any?>>(block, name) ?: continue
        if ((pane["endMs"] as Number).toLong() + graceMs > clockMs) continue
        state.remove(block, name)
        if (emit == "closed") go(resultOf(pane, true))
    }
}

private fun paneStarts(atMs: Long, sizeMs: Long?, advanceMs: Long?): List<Long> {
    if (sizeMs == null || advanceMs == null) return listOf(0)
    val last = Math.floorDiv(atMs, advanceMs) * advanceMs
    return generateSequence(last) { it - advanceMs }.takeWhile { it > atMs - sizeMs }.toList().reversed()
}

private fun grown(before: Any?, how: Any, event: Any?, vars: Vars, count: Long): Any {
    if (how == "count") return (before as Number?)?.toLong()?.plus(1) ?: 1L
    val (kind, text) = (how as Map<*, *>).entries.first()
    val value = (Expressions.evaluate(text as String, event, vars) as? Number)?.toDouble() ?: 0.0
    val old = (before as Number?)?.toDouble()
    val result = when (kind) {
        "sum" -> (old ?: 0.0) + value
        "average" -> (old ?: 0.0) + (value - (old ?: 0.0)) / count
        "min" -> minOf(old ?: value, value)
        else -> maxOf(old ?: value, value)
    }
    return if (result % 1.0 == 0.0) result.toLong() else result
}

private fun resultOf(pane: Map<String, Any?>, isWindow: Boolean): Map<String, Any?> = buildMap {
    put("key", pane["key"])
    if (isWindow) {
        put("windowStartMs", pane["startMs"])
        put("windowEndMs", pane["endMs"])
    }
    @Suppress("UNCHECKED_CAST")
    putAll(pane["values"] as Map<String, Any?>)
}

/** Done at most once for each id; undone, once, when the other topic says so. */
fun saga(
    block: String,
    id: String,
    steps: List<Block>,
    undoOn: String,
    undo: List<Block>,
    undoId: String = id,
    undoWhen: String? = null,
) = Block({
    listOf(
        Side(undoOn) { event, context ->
            val key = Expressions.key(undoId, event, context.vars) ?: ""
            val isMeant = undoWhen == null || test(undoWhen, event, context)
            if (isMeant && context.state.get<String>(block, key) == "done") {
                context.state.set(block, key, "undone")
                undo.flow(event, context)
            }
        },
    )
}) { event, context, go ->
    val key = Expressions.key(id, event, context.vars) ?: ""
    if (context.state.get<String>(block, key) == null) {
        context.state.set(block, key, "done")
        steps.flow(event, context, go)
    }
}

/** The drawing does here what this project does not; it says so, and events pass by. */
fun notExpressed(what: String): Block {
    LoggerFactory.getLogger("starter").warn("Not part of this project, to be written by you: {}", what)
    return Block { event, _, go -> go(event) }
}
