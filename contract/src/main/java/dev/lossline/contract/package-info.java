/** The shared types of Lossline's services: specification, trials, events and topics. */
package dev.lossline.contract;
