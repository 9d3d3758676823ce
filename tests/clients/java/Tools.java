import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.utils.Exit;

/**
 * Kafka's command-line tools, one after the other in one process, which spares each its start:
 * a line in, { className, args }, and a line out, { stdout, code }.
 */
public final class Tools {
    private static final ObjectMapper json = new ObjectMapper();
    private static final PrintStream out = System.out;
    private static CompletableFuture<Integer> end;

    public static void main(String[] arguments) throws Exception {
        Exit.setExitProcedure(Tools::leave);
        Exit.setHaltProcedure(Tools::leave);
        Exit.setShutdownHookAdder((name, hook) -> { });
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode request = json.readTree(line);
            List<String> args = new ArrayList<>();
            request.get("args").forEach((word) -> args.add(word.asText()));
            var written = new ByteArrayOutputStream();
            int code = run(request.get("className").asText(), args, written);
            var answer = Map.of("stdout", written.toString(StandardCharsets.UTF_8), "code", code);
            out.println(json.writeValueAsString(answer));
        }
        Runtime.getRuntime().halt(0);
    }

    private static int run(String className, List<String> args, ByteArrayOutputStream written) throws Exception {
        var main = Class.forName(className).getMethod("main", String[].class);
        end = new CompletableFuture<>();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        var thread = new Thread(() -> {
            try {
                main.invoke(null, (Object) args.toArray(new String[0]));
                end.complete(0);
            } catch (InvocationTargetException | IllegalAccessException error) {
                error.printStackTrace();
                end.complete(1);
            }
        });
        thread.setDaemon(true);
        thread.start();
        int code = end.get();
        System.out.flush();
        return code;
    }

    /** Whoever ends the process does nothing more: neither returns nor throws. */
    private static void leave(int code, String message) {
        end.complete(code);
        while (true) LockSupport.park();
    }
}
