// Another program, with a context of its own, that does what it is told and may be killed in the midst of it.
//
//     connect SHARE PROTOCOLS   begin   end DISPOSITION   disconnect DISPOSITION   transmit   status
//     reconnect INITIALIZATION  wait (until its reader changes)   release
#pragma once

#include <sys/types.h>
#include <winscard.h>

#include <string>

namespace conformance {

class Puppet {
  public:
    Puppet();
    ~Puppet();
    Puppet(const Puppet&) = delete;
    Puppet& operator=(const Puppet&) = delete;

    /// The code of what it was told to do.
    LONG does(const std::string& command);
    /// Returns when it waits in the midst of it.
    void begins_to(const std::string& command);
    [[nodiscard]] bool goes_on() const;
    /// The code of what it began.
    LONG code();
    void die();

  private:
    void tell(const std::string& command) const;

    pid_t process_ = 0;
    int words_ = -1;  // to it
    int codes_ = -1;  // from it
};

/// The life of a puppet; the process' exit code.
int live_as_puppet();

}  // namespace conformance
