package dev.zograf.server.http;

/** How errors are written for a family of clients. */
@FunctionalInterface
public interface ErrorStyle {

    /** The answer to a request that failed. */
    Reply write(Call call, HttpFailure failure);
}
