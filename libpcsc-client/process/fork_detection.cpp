#include "libpcsc-client/process/fork_detection.hpp"

#include <sched.h>
#include <unistd.h>

namespace scrm::client {
namespace {

// Neither is a process id.
constexpr std::uint32_t settled = 0x80000001;
constexpr std::uint32_t settling = 0x80000002;

}  // namespace

void ForkDetection::arm() {
    if (word_ != nullptr)
        return;
    std::atomic<std::uint32_t>* const wiped = word_wiped_on_fork();
    if (wiped != nullptr)
        *wiped = settled;
    else
        plain_word_ = static_cast<std::uint32_t>(::getpid());
    word_ = wiped != nullptr ? wiped : &plain_word_;
}

std::uint32_t ForkDetection::own_mark() const {
    return word_ == &plain_word_ ? static_cast<std::uint32_t>(::getpid()) : settled;
}

/// True for the one thread that is to do it; the others return when it is done.
bool ForkDetection::begin_settling(std::atomic<std::uint32_t>& word) const {
    std::uint32_t mark = word;
    if (mark != own_mark() && mark != settling && word.compare_exchange_strong(mark, settling))
        return true;
    while (word != own_mark())
        ::sched_yield();
    return false;
}

}  // namespace scrm::client
