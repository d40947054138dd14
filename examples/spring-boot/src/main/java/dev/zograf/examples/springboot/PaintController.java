package dev.zograf.examples.springboot;

import dev.zograf.Painting;
import dev.zograf.WorkflowException;
import dev.zograf.Zograf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Paints what is asked for. */
@RestController
class PaintController {

    private final Zograf zograf;

    PaintController(Zograf zograf) {
        this.zograf = zograf;
    }

    @GetMapping(path = "/paint", produces = MediaType.IMAGE_PNG_VALUE)
    byte[] paint(
            @RequestParam("prompt") String prompt,
            @RequestParam(name = "seed", defaultValue = "1") long seed,
            @RequestParam(name = "steps", defaultValue = "20") int steps)
            throws IOException {
        Painting painting = Painting.of(prompt).seed(seed).steps(steps);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(zograf.run(zograf.read(painting)).image("image"), "png", png);
        return png.toByteArray();
    }

    /** A mistake of the caller is a bad request with its reason. */
    @ExceptionHandler
    ResponseEntity<String> refuse(WorkflowException e) {
        int status = e.kind() == WorkflowException.Kind.INVALID ? 400 : 500;
        return ResponseEntity.status(status).contentType(MediaType.TEXT_PLAIN).body(e.getMessage());
    }
}
