/** The events on the log, their JSON, and the state that follows from them. */
package dev.lossline.contract.event;
