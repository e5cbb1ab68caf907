// Going into the background, as pcscd does without --foreground: the command returns once clients can
// connect.
#pragma once

namespace scrm::service {

/// Forks before anything has been opened. The parent ends with code 0 at ready(), or with 1 if the child ends
/// before.
class Background {
  public:
    /// Returns in the child. Throws ServiceError.
    static Background enter();
    /// In the foreground there is nobody to tell.
    static Background none() { return Background(-1); }
    void ready();

  private:
    explicit Background(int pipe) : pipe_(pipe) {}
    int pipe_;
};

}  // namespace scrm::service
