/** Requests trials, and requests lost ones again. */
package dev.lossline.orchestrator.dispatch;
