#include "libpcsc-client/process/fork_detection.hpp"

namespace scrm::client {

std::atomic<std::uint32_t>* word_wiped_on_fork() {
    return nullptr;
}

}  // namespace scrm::client
