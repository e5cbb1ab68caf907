// The daemon's loop. It is made first and goes last, as all that waits in it needs it; but what its
// coroutines speak of goes before. When an exception ends the loop's run some still wait, and Asio would
// destroy them with the loop: too late.
#pragma once

#include <boost/asio/io_context.hpp>

namespace scrm::service {

/// Other threads may post to it, but its sockets are its own: nothing locks them.
class Loop : public boost::asio::io_context {
  public:
    Loop() : io_context(BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO) {}

    /// Runs what is ready and what becomes ready thereby, at most so many handlers; waits for nothing.
    void take_turns(std::size_t most) {
        for (; most > 0 && poll_one() > 0; --most) {
        }
    }

    /// Destroys the coroutines that wait in it. It runs nothing from now on.
    void abandon() { shutdown(); }
};

/// The last member of what owns a loop and all that its coroutines speak of.
class AbandonedFirst {
  public:
    explicit AbandonedFirst(Loop& loop) : loop_(loop) {}
    AbandonedFirst(const AbandonedFirst&) = delete;
    AbandonedFirst& operator=(const AbandonedFirst&) = delete;
    ~AbandonedFirst() { loop_.abandon(); }

  private:
    Loop& loop_;
};

}  // namespace scrm::service
