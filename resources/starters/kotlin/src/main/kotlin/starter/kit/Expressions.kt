package starter.kit

import com.dashjoin.jsonata.Jsonata
import java.time.Instant
import java.time.temporal.ChronoUnit
import java.util.UUID
import kotlin.random.Random
import net.datafaker.Faker
import tools.jackson.databind.json.JsonMapper

/** JSON as maps, lists, texts and numbers. */
val json: JsonMapper = JsonMapper.builder().build()

typealias Vars = Map<String, Any?>

/** JSONata with the variables and functions that the blocks offer. Each thread compiles its own. */
object Expressions {
    private val compiled = ThreadLocal.withInitial { HashMap<String, Jsonata>() }
    private val faker = Faker()

    /** The value of an expression; null for nothing. */
    fun evaluate(text: String, event: Any?, vars: Vars): Any? {
        val expression = compiled.get().getOrPut(text) { compile(text) }
        val frame = expression.createFrame()
        val now = Instant.now().truncatedTo(ChronoUnit.MILLIS)
        frame.bind("nowMs", now.toEpochMilli() as Any)
        frame.bind("timestamp", now.toString() as Any)
        for ((name, value) in vars) frame.bind(name, value)
        return plain(expression.evaluate(event, frame))
    }

    /** Fields that come out as nothing are left out. */
    fun fields(fields: Map<String, String>, event: Any?, vars: Vars): Map<String, Any?> {
        val values = LinkedHashMap<String, Any?>()
        for ((name, text) in fields) evaluate(text, event, vars)?.let { values[name] = it }
        return values
    }

    /** One expression, or one for each field of an object. */
    @Suppress("UNCHECKED_CAST")
    fun value(value: Any, event: Any?, vars: Vars): Any? =
        if (value is String) evaluate(value, event, vars)
        else fields(value as Map<String, String>, event, vars)

    /** JSONata's own idea of truth: an empty list or text is none. */
    fun test(text: String, event: Any?, vars: Vars): Boolean =
        Jsonata.boolize(evaluate(text, event, vars))

    /** As the key of a record or of a row: text. */
    fun key(text: String, event: Any?, vars: Vars): String? =
        when (val value = evaluate(text, event, vars)) {
            null -> null
            is String -> value
            else -> json.writeValueAsString(value)
        }

    private fun compile(text: String): Jsonata {
        val expression = Jsonata.jsonata(text)
        expression.registerFunction("int", Jsonata.Fn2<Number, Number, Any> { low, high ->
            Random.nextLong(low.toLong(), high.toLong() + 1)
        })
        expression.registerFunction("pick", Jsonata.Fn1<List<Any?>, Any?> { it.random() })
        expression.registerFunction("uuid", Jsonata.Fn0<Any> { UUID.randomUUID().toString() })
        expression.registerFunction("fake", Jsonata.Fn1<String, Any?> { fake(it) })
        return expression
    }

    /** Names that the drawing has from Faker, by Datafaker's own. */
    private fun fake(name: String): String = when (name) {
        "person.fullName" -> faker.name().fullName()
        "person.firstName" -> faker.name().firstName()
        "person.lastName" -> faker.name().lastName()
        "internet.email" -> faker.internet().emailAddress()
        "internet.ip" -> faker.internet().ipV4Address()
        "location.city" -> faker.address().city()
        "location.country" -> faker.address().country()
        "location.streetAddress" -> faker.address().streetAddress()
        "phone.number" -> faker.phoneNumber().phoneNumber()
        "company.name" -> faker.company().name()
        "lorem.sentence" -> faker.lorem().sentence()
        "lorem.word" -> faker.lorem().word()
        else -> error("No counterpart of $name is known here: add it to Expressions.fake")
    }

    /** Whole numbers as such, lists and maps as Java's own. */
    private fun plain(value: Any?): Any? = when (value) {
        is Map<*, *> -> value.mapValues { plain(it.value) }
        is List<*> -> value.map { plain(it) }
        is Double -> if (value % 1.0 == 0.0 && kotlin.math.abs(value) < 9e15) value.toLong() else value
        Jsonata.NULL_VALUE -> null
        else -> value
    }
}
