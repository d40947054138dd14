package dev.zograf.examples.servlet;

import dev.zograf.Painting;
import dev.zograf.Run;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** {@code GET ?prompt=…&steps=…}: the events {@code node} and {@code progress}, then {@code picture} or {@code error}. */
public final class PaintServlet extends HttpServlet {

    private static final long serialVersionUID = 1;

    private final transient Zograf zograf;

    /** A servlet that paints with the application's engine. */
    public PaintServlet(Zograf zograf) {
        this.zograf = zograf;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Run run;
        try {
            String prompt = Optional.ofNullable(request.getParameter("prompt")).orElse("a red apple");
            String steps = Optional.ofNullable(request.getParameter("steps")).orElse("20");
            Painting painting = Painting.of(prompt).steps(Integer.parseInt(steps));
            run = zograf.start(zograf.read(painting));
        } catch (WorkflowException | NumberFormatException e) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST, e.getMessage());
            return;
        }
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        AsyncContext exchange = request.startAsync();
        exchange.setTimeout(0);
        run.events().subscribe(new EventStream(run, exchange));
    }
}
