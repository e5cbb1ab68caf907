// A spdlog sink that never blocks the loop: it writes to stderr or to the journal's socket without waiting,
// and drops and counts what cannot be written at once.
#pragma once

#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

#include <cstdint>

namespace scrm::log {

/// Lines to a descriptor that is not ours alone (stderr may be a pipe or a terminal that is stopped), so its
/// flags are not touched: poll() tells whether a line may be written.
class StderrSink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  public:
    explicit StderrSink(std::uint64_t& dropped) : dropped_(dropped) {}

  private:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}
    std::uint64_t& dropped_;
};

/// The journal's native protocol: one datagram an entry, with its priority.
class JournalSink : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
  public:
    explicit JournalSink(std::uint64_t& dropped);
    ~JournalSink() override;

    [[nodiscard]] bool connected() const { return socket_ >= 0; }

  private:
    void sink_it_(const spdlog::details::log_msg& message) override;
    void flush_() override {}
    int socket_ = -1;
    std::uint64_t& dropped_;
};

}  // namespace scrm::log
