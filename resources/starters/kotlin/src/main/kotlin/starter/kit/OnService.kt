package starter.kit

import org.springframework.context.annotation.Condition
import org.springframework.context.annotation.ConditionContext
import org.springframework.context.annotation.Conditional
import org.springframework.core.type.AnnotatedTypeMetadata

/** There unless others are named: `--services=payment,stock`. */
@Target(AnnotationTarget.CLASS)
@Conditional(OnServiceCondition::class)
annotation class OnService(val name: String)

class OnServiceCondition : Condition {
    override fun matches(context: ConditionContext, metadata: AnnotatedTypeMetadata): Boolean {
        val name = metadata.getAnnotationAttributes(OnService::class.java.name)?.get("name")
        val wanted = context.environment.getProperty("services") ?: return true
        return wanted.split(",").any { it.trim() == name }
    }
}
