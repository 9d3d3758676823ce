import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.common.protocol.Errors;

/** Kafka's own Java client behind the words of driver.ts: a request per line in, an answer per line out. */
public final class Driver {
    /** One word of driver.ts. */
    interface Work {
        Object run(JsonNode args) throws Exception;
    }

    private static final ObjectMapper json = new ObjectMapper();
    private static final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws Exception {
        String bootstrap = arguments[0];
        Map<String, Work> works = new HashMap<>();
        Producers.register(works, bootstrap);
        Consumers consumers = new Consumers(bootstrap);
        consumers.register(works);
        Topics.register(works, bootstrap);
        Admins.register(works, bootstrap);
        ExecutorService pool = Executors.newCachedThreadPool();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode request = json.readTree(line);
            pool.submit(() -> answer(works, request));
        }
        consumers.closeAll();
        System.exit(0);
    }

    static Map<String, Object> adminConfig(String bootstrap) {
        return Map.of(
            "bootstrap.servers", bootstrap,
            "request.timeout.ms", 10_000,
            "default.api.timeout.ms", 20_000);
    }

    private static void answer(Map<String, Work> works, JsonNode request) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", request.get("id").asInt());
        try {
            Work work = works.get(request.get("op").asText());
            if (work == null) throw new IllegalArgumentException("no such word: " + request.get("op"));
            answer.put("result", work.run(request.get("args")));
        } catch (Throwable error) {
            answer.put("error", describe(error));
        }
        try {
            String text = json.writeValueAsString(answer);
            synchronized (out) {
                out.println(text);
            }
        } catch (Exception error) {
            error.printStackTrace();
        }
    }

    /** The client's exception, and the code of the protocol that it stands for. */
    static Map<String, Object> describe(Throwable thrown) {
        Throwable error = thrown;
        while ((error instanceof ExecutionException || error instanceof CompletionException)
            && error.getCause() != null) error = error.getCause();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", error.getClass().getSimpleName());
        told.put("code", (int) Errors.forException(error).code());
        told.put("message", String.valueOf(error.getMessage()));
        return told;
    }
}
