// What is written to the log about one hosted reader, by its handler and by us. A handler may say what it
// wants and as often as it wants: what is too much is left out and counted.
#pragma once

#include <string>

#include "daemon/log/fault_limit.hpp"
#include "daemon/log/log.hpp"
#include "ipc/host_messages.hpp"

namespace scrm::hosts {

class HostLog {
  public:
    /// "libx.so" of "/usr/lib/x/libx.so", and the reader's name as far as it is known.
    HostLog(const std::string& library, std::string reader);

    void note(log::Level level, std::string_view what);
    void take(const ipc::host::LogLine& line);
    /// The least level that is worth sending.
    static ipc::host::LogLevel wanted();

  private:
    std::string library_;
    std::string reader_;
    log::FaultLimit limit_;
};

}  // namespace scrm::hosts
