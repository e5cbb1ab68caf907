#include "tests/conformance/waiting.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include "tests/conformance/check.hpp"

namespace conformance {

Waiting::Waiting(std::function<LONG()> call)
    : code_(std::async(std::launch::async, [this, call = std::move(call)] {
          thread_ = static_cast<pid_t>(syscall(SYS_gettid));
          thread_.notify_all();
          return call();
      })) {
    thread_.wait(0);
    await_sleep(getpid(), thread_);
}

// Nobody can end a thread that waits in a library; it goes with its process.
Waiting::~Waiting() {
    if (code_.valid() && !over_within(std::chrono::milliseconds(0)))
        new std::future<LONG>(std::move(code_));
}

bool Waiting::over_within(std::chrono::milliseconds time) const {
    return code_.wait_for(time) == std::future_status::ready;
}

void cancel(SCARDCONTEXT context, const Waiting& call) {
    do
        GIVES(SCARD_S_SUCCESS, SCardCancel(context));
    while (!call.over_within(a_while));
}

}  // namespace conformance
