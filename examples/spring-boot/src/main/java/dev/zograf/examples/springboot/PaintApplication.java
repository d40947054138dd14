package dev.zograf.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application; the engine is a bean that the starter makes. */
@SpringBootApplication
public class PaintApplication {

    public static void main(String[] args) {
        SpringApplication.run(PaintApplication.class, args);
    }
}
