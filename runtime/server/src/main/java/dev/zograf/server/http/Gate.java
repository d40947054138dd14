package dev.zograf.server.http;

import java.util.Map;

/** Decides who may pass before a body is read. */
public interface Gate {

    /**
     * Lets a request pass.
     *
     * @param open whether the path is open to everybody
     * @return who calls
     * @throws HttpFailure to refuse
     */
    Caller admit(Call call, boolean open);

    /** The headers that every answer to this request has besides. */
    Map<String, String> headers(Call call);
}
