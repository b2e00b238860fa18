/** The OpenAPI document: schemas derived from the types, and what is true of every operation. */
package dev.lossline.orchestrator.openapi;
