interface Flight<T> {
  readonly controller: AbortController;
  readonly answer: Promise<T>;
  waiting: number;
}

/** Work that several callers wait for is done once, and given up when none of them waits any more. */
export class InFlight<T> {
  private readonly flights = new Map<string, Flight<T>>();

  /** Starts the work, or joins what is under way for this key. Rejects with the signal's reason when it is aborted. */
  join(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const flight = this.flights.get(key) ?? this.takeOff(key, start);
    flight.waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        reject(signal.reason);
        flight.waiting -= 1;
        if (flight.waiting > 0) return;
        this.remove(key, flight);
        flight.controller.abort(signal.reason);
      };
      const stay = (): void => signal.removeEventListener("abort", leave);
      signal.addEventListener("abort", leave, { once: true });
      flight.answer.then(resolve, reject).then(stay, stay);
    });
  }

  private takeOff(key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const flight = { controller, answer: start(controller.signal), waiting: 0 };
    const land = (): void => this.remove(key, flight);
    this.flights.set(key, flight);
    flight.answer.then(land, land);
    return flight;
  }

  /** Another one may have started under the same key since this one was given up. */
  private remove(key: string, flight: Flight<T>): void {
    if (this.flights.get(key) === flight) this.flights.delete(key);
  }
}
