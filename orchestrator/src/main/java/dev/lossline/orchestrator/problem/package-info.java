/** Errors of the API as problem documents (RFC 9457). */
package dev.lossline.orchestrator.problem;
