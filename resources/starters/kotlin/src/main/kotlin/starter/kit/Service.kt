package starter.kit

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.time.Instant
import java.util.UUID
import java.util.concurrent.Executors
import kotlin.concurrent.thread
import kotlin.math.min
import kotlin.math.pow
import kotlin.random.Random
import org.apache.kafka.clients.consumer.ConsumerRecord
import org.apache.kafka.clients.producer.ProducerRecord
import org.slf4j.LoggerFactory
import org.springframework.boot.context.event.ApplicationReadyEvent
import org.springframework.context.event.EventListener
import org.springframework.kafka.core.KafkaTemplate

/** How many times as fast as the drawing says: rates up, delays down. */
val speed: Double = System.getenv("SPEED")?.toDouble() ?: 1.0

typealias Kafka = KafkaTemplate<String, String>
typealias Go = (event: Any?) -> Unit
typealias Run = (event: Any?, context: Context) -> Unit

/** Trying again is of no use. */
class FinalError(message: String) : RuntimeException(message)

data class Output(
    val topic: String,
    val key: String?,
    val value: Any?,
    val headers: Map<String, String>,
    val timestampMs: Long?,
)

/** What is at hand while one event is handled. */
class Context(val service: Service, val record: ConsumerRecord<String?, String?>?) {
    val outputs = ArrayList<Output>()
    var vars: Vars = mapOf(
        "service" to service.name,
        "instance" to (System.getenv("INSTANCE")?.toInt() ?: 0),
    ) + (record?.let(::varsOf) ?: emptyMap())

    val state get() = service.state

    private fun varsOf(record: ConsumerRecord<String?, String?>): Vars = mapOf(
        "key" to record.key(),
        "headers" to headersOf(record),
        "topic" to record.topic(),
        "partition" to record.partition(),
        "offset" to record.offset(),
        "recordTimeMs" to record.timestamp(),
    )
}

/** Records of another topic that a block needs as well. */
class Side(val topic: String, val run: Run)

/** Takes an event and hands on none, one or several. */
class Block(
    val sides: (rest: Run) -> List<Side> = { emptyList() },
    val run: (event: Any?, context: Context, go: Go) -> Unit,
)

/** The blocks one after the other; what the last one hands on goes to `end`. */
fun List<Block>.flow(event: Any?, context: Context, end: Go = {}) {
    fun at(index: Int): Go =
        if (index == size) end else { each -> this[index].run(each, context, at(index + 1)) }
    at(0)(event)
}

/** Records of other topics that blocks need; `rest` is what comes after all of these steps. */
fun List<Block>.sides(rest: Run = { _, _ -> }): List<Side> = flatMapIndexed { index, block ->
    val after = drop(index + 1)
    block.sides { event, context -> after.flow(event, context) { rest(it, context) } }
}

data class Retry(
    val times: Int,
    val backOffMs: Double = 0.0,
    val factor: Double = 2.0,
    val maxMs: Double = 30_000.0,
)

class Handler(
    val topic: String,
    val steps: List<Block> = emptyList(),
    val retry: Retry = Retry(0),
    val deadLetter: String? = null,
) {
    val sides = steps.sides()
}

class Timer(val name: String, val everyMs: Double, val steps: List<Block>)

class Endpoint(val path: String, val steps: List<Block>, val reply: Any? = null)

class Hot(val count: Int, val share: Double)

class Entities(val count: Int, val prefix: String = "", val hot: Hot? = null)

class Written(val table: String, val row: Map<String, String>)

class Generator(
    val topic: String,
    val ratePerS: Double,
    val count: Int? = null,
    val entities: Entities? = null,
    val let: Map<String, String> = emptyMap(),
    val key: String? = null,
    val value: Any? = null,
    val headers: Map<String, String> = emptyMap(),
    val timestamp: String? = null,
    val write: Written? = null,
    val duplicatePercent: Double = 0.0,
    val lostPercent: Double = 0.0,
)

/**
 * A service: one consumer group, one producer, one database. Each record is one transaction of the
 * database; what it produces is sent after it, and the offset is committed last. A record that comes
 * again after a crash is handled again: keep that harmless (write with `keep` or `update`).
 */
abstract class Service(
    private val kafka: Kafka,
    private val scenario: String,
    val name: String,
    tables: List<Table> = emptyList(),
) {
    val state = State(name, tables)
    val log = LoggerFactory.getLogger("starter.$name")

    protected open val generators: List<Generator> = emptyList()
    protected open val handlers: List<Handler> = emptyList()
    protected open val timers: List<Timer> = emptyList()
    protected open val endpoints: List<Endpoint> = emptyList()
    protected open val port: Int = 0

    @EventListener(ApplicationReadyEvent::class)
    fun begin() {
        for (generator in generators) thread(name = "$name-generator") { generate(generator) }
        for (timer in timers) thread(name = "$name-${timer.name}", isDaemon = true) { tick(timer) }
        if (endpoints.isNotEmpty()) serve()
    }

    /** What listeners call: the record goes through each handler that is about its topic. */
    protected fun receive(record: ConsumerRecord<String?, String?>) {
        for (handler in handlers) {
            if (handler.topic == record.topic()) {
                handle(record, handler) { event, context -> handler.steps.flow(event, context) }
            }
            for (side in handler.sides) {
                if (side.topic == record.topic()) handle(record, handler, side.run)
            }
        }
    }

    /** Tries as often as it may; a record that fails for good goes to the dead letters. */
    private fun handle(record: ConsumerRecord<String?, String?>, handler: Handler, run: Run) {
        val retry = handler.retry
        var attempt = 0
        while (true) {
            try {
                val value = record.value()
                val event = if (value == null) null else parse(value)
                inTurn(record) { run(event, it) }
                return
            } catch (error: Exception) {
                if (attempt < retry.times && error !is FinalError) {
                    val waitMs = min(retry.maxMs, retry.backOffMs * retry.factor.pow(attempt))
                    Thread.sleep(waitMs.toLong())
                    attempt += 1
                    continue
                }
                val place = "${record.topic()} ${record.partition()}@${record.offset()}"
                log.warn("{} given up: {}", place, error.message)
                handler.deadLetter?.let { bury(record, it, error.message ?: error.toString()) }
                return
            }
        }
    }

    private fun parse(value: String): Any? = try {
        json.readValue(value, Any::class.java)
    } catch (error: Exception) {
        throw FinalError("no JSON: ${error.message}")
    }

    private fun bury(record: ConsumerRecord<String?, String?>, topic: String, reason: String) {
        val letter = ProducerRecord<String, String>(topic, record.key(), record.value())
        for (header in record.headers()) letter.headers().add(header)
        val facts = mapOf(
            "dead-letter-reason" to reason,
            "dead-letter-topic" to record.topic(),
            "dead-letter-partition" to record.partition().toString(),
            "dead-letter-offset" to record.offset().toString(),
        )
        for ((name, value) in facts) letter.headers().add(name, value.toByteArray())
        kafka.send(letter).get()
    }

    /** One event after the other; what it wants to produce is sent once its rows are kept. */
    private fun inTurn(record: ConsumerRecord<String?, String?>?, run: (Context) -> Unit): Context {
        val context = Context(this, record)
        synchronized(state) { state.transaction { run(context) } }
        val sent = context.outputs.map { kafka.send(recordOf(it, record)) }
        for (each in sent) each.get()
        return context
    }

    private fun recordOf(
        output: Output,
        cause: ConsumerRecord<String?, String?>?,
    ): ProducerRecord<String, String> {
        val value = output.value?.let { json.writeValueAsString(it) }
        val record = ProducerRecord<String, String>(
            output.topic, null, output.timestampMs, output.key, value,
        )
        for ((name, text) in traceOf(cause, output) + output.headers) {
            record.headers().add(name, text.toByteArray())
        }
        return record
    }

    /** W3C trace context and CloudEvents: who follows one order finds every hop. */
    private fun traceOf(
        cause: ConsumerRecord<String?, String?>?,
        output: Output,
    ): Map<String, String> {
        val before = cause?.let { headersOf(it)["traceparent"] } ?: ""
        val parent = Regex("^00-([0-9a-f]{32})-([0-9a-f]{16})-").find(before)?.groupValues
        val spanId = UUID.randomUUID().toString().replace("-", "").take(16)
        val traceId = parent?.get(1) ?: UUID.randomUUID().toString().replace("-", "")
        val type = (output.value as? Map<*, *>)?.get("type") as? String
        return buildMap {
            put("traceparent", "00-$traceId-$spanId-01")
            if (parent != null) put("tracestate", "rivulet=${parent[2]}")
            put("ce_specversion", "1.0")
            put("ce_id", spanId)
            put("ce_source", "/scenarios/$scenario/$name")
            put("ce_type", type ?: output.topic)
            put("ce_time", Instant.now().toString())
            if (output.key != null) put("ce_subject", output.key)
        }
    }

    private fun generate(generator: Generator) {
        val limit = System.getenv("COUNT")?.toInt() ?: generator.count ?: Int.MAX_VALUE
        for (sequence in 1..limit) {
            val dueNs = System.nanoTime() + (1e9 / (generator.ratePerS * speed)).toLong()
            inTurn(null) { make(generator, sequence, it) }
            Thread.sleep(maxOf(0, (dueNs - System.nanoTime()) / 1_000_000))
        }
        log.info("{} records generated for {}", limit, generator.topic)
    }

    private fun make(generator: Generator, sequence: Int, context: Context) {
        context.vars += mapOf(
            "sequence" to sequence,
            "id" to sequence.toString().padStart(6, '0'),
            "entity" to generator.entities?.let(::entityOf),
        )
        for ((name, text) in generator.let) {
            context.vars += name to Expressions.evaluate(text, emptyMap<String, Any>(), context.vars)
        }
        val value = generator.value?.let { Expressions.value(it, emptyMap<String, Any>(), context.vars) }
        generator.write?.let {
            state.write(it.table, Expressions.fields(it.row, value, context.vars), "update")
        }
        if (Random.nextDouble() * 100 < generator.lostPercent) return
        val output = outputOf(
            generator.topic, value, context, generator.key, null, generator.headers, generator.timestamp,
        )
        context.outputs += output
        if (Random.nextDouble() * 100 < generator.duplicatePercent) context.outputs += output
    }

    private fun entityOf(entities: Entities): String {
        val hot = entities.hot?.takeIf { Random.nextDouble() < it.share }
        return entities.prefix + Random.nextInt(1, (hot?.count ?: entities.count) + 1)
    }

    private fun tick(timer: Timer) {
        while (true) {
            Thread.sleep((timer.everyMs / speed).toLong())
            try {
                inTurn(null) { timer.steps.flow(emptyMap<String, Any>(), it) }
            } catch (error: Exception) {
                log.warn("{}: {}", timer.name, error.message)
            }
        }
    }

    private fun serve() {
        val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0)
        server.executor = Executors.newCachedThreadPool()
        for (endpoint in endpoints) server.createContext(endpoint.path) { answer(it, endpoint) }
        server.start()
    }

    private fun answer(exchange: HttpExchange, endpoint: Endpoint) {
        val (status, body) = try {
            val text = exchange.requestBody.readBytes().decodeToString()
            val event = if (text.isBlank()) null else json.readValue(text, Any::class.java)
            var last: Any? = event
            val context = inTurn(null) { own -> endpoint.steps.flow(event, own) { last = it } }
            200 to (endpoint.reply?.let { Expressions.value(it, last, context.vars) } ?: last)
        } catch (error: Exception) {
            500 to mapOf("error" to error.message)
        }
        val bytes = json.writeValueAsBytes(body)
        exchange.responseHeaders.add("content-type", "application/json")
        exchange.sendResponseHeaders(status, bytes.size.toLong())
        exchange.responseBody.use { it.write(bytes) }
    }
}

/** A record to be: key, value and headers by their expressions, or as the event is. */
fun outputOf(
    topic: String,
    event: Any?,
    context: Context,
    key: String?,
    value: Any?,
    headers: Map<String, String>,
    timestamp: String?,
): Output {
    val vars = context.vars
    return Output(
        topic,
        if (key == null) context.record?.key() else Expressions.key(key, event, vars),
        if (value == null) event else Expressions.value(value, event, vars),
        Expressions.fields(headers, event, vars).mapValues { it.value.toString() },
        timestamp?.let { (Expressions.evaluate(it, event, vars) as Number).toLong() },
    )
}

private fun headersOf(record: ConsumerRecord<String?, String?>): Map<String, String> =
    record.headers().associate { it.key() to (it.value()?.decodeToString() ?: "") }
