package starter

import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication

@SpringBootApplication(proxyBeanMethods = false)
class Application

/** Starts all services, or those that are named: `--services=payment,stock`. */
fun main(args: Array<String>) {
    runApplication<Application>(*args)
}
