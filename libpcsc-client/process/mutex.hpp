// std::mutex needs libstdc++; this one is the system's.
#pragma once

#include <pthread.h>

namespace scrm::client {

/// Constant-initialised and trivially destroyed, so that a static one needs no constructor at load time.
class Mutex {
  public:
    void lock() { pthread_mutex_lock(&native_); }
    void unlock() { pthread_mutex_unlock(&native_); }

  private:
    friend class Condition;
    pthread_mutex_t native_ = PTHREAD_MUTEX_INITIALIZER;
};

class Condition {
  public:
    /// With the mutex held; it is free meanwhile. May return for no reason.
    void wait(Mutex& mutex) { pthread_cond_wait(&native_, &mutex.native_); }
    void wake_one() { pthread_cond_signal(&native_); }
    void wake_all() { pthread_cond_broadcast(&native_); }

  private:
    pthread_cond_t native_ = PTHREAD_COND_INITIALIZER;
};

class [[nodiscard]] Lock {
  public:
    explicit Lock(Mutex& mutex) : mutex_(mutex) { mutex_.lock(); }
    Lock(const Lock&) = delete;
    Lock& operator=(const Lock&) = delete;
    ~Lock() { mutex_.unlock(); }

  private:
    Mutex& mutex_;
};

}  // namespace scrm::client
