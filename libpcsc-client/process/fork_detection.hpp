// Notices that this process is the child of a fork.
//
// What a child inherits, its parent goes on using: a descriptor that both write to would mix two
// conversations. A word in a page that the kernel gives to a child filled with zeros (MADV_WIPEONFORK) tells:
// reading it is all a call costs, where getpid() would be a system call on each. pthread_atfork() would run
// code of ours in every fork of every program, miss clone(), and crash after dlclose() on some systems. Where
// there is no such page the process id is compared.
#pragma once

#include <atomic>
#include <cstdint>

namespace scrm::client {

/// A zero word in memory of that kind; nullptr if the system has none.
std::atomic<std::uint32_t>* word_wiped_on_fork();

class ForkDetection {
  public:
    /// From now on a child can be told from its parent. Not to be called by two threads at once.
    void arm();

    /// In a child, once: runs `in_child`, while other threads of the child that come here wait.
    template <class InChild>
    void settle(InChild in_child) {
        std::atomic<std::uint32_t>* const word = word_;
        if (word == nullptr || *word == own_mark())
            return;
        if (begin_settling(*word)) {
            in_child();
            *word = own_mark();
        }
    }

  private:
    [[nodiscard]] std::uint32_t own_mark() const;
    [[nodiscard]] bool begin_settling(std::atomic<std::uint32_t>& word) const;

    std::atomic<std::atomic<std::uint32_t>*> word_ = nullptr;
    std::atomic<std::uint32_t> plain_word_ = 0;
};

}  // namespace scrm::client
