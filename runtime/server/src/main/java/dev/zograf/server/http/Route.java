package dev.zograf.server.http;

/** Answers requests. Called on a thread that may work for a moment, not wait for a client. */
@FunctionalInterface
public interface Route {

    /**
     * The answer.
     *
     * @throws HttpFailure to answer with an error; anything else is answered with 500 and logged
     */
    Reply answer(Call call) throws Exception;
}
