// A file beside the socket, pcscd.pid for pcscd.comm: how `scrmd --hotplug` finds the daemon it is to speak
// to.
#pragma once

#include <string>

namespace scrm::service {

class PidFile {
  public:
    /// Written best effort: without it only --hotplug does not work. The file of a daemon that lives is left
    /// to it.
    explicit PidFile(const std::string& socket_path);
    PidFile(const PidFile&) = delete;
    PidFile& operator=(const PidFile&) = delete;
    ~PidFile();

  private:
    std::string path_;
    bool ours_ = false;
};

/// Asks the daemon at `socket_path` to look for readers anew. Throws ServiceError.
void request_rescan(const std::string& socket_path);

}  // namespace scrm::service
