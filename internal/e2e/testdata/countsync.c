/* Counts the calls of fsync and fdatasync of a process: the file named by
 * COUNTSYNC grows by one byte with each. As many bytes as the file named by
 * FAILSYNC has, as many calls until one fails with EIO; each takes a byte away.
 * Loaded with LD_PRELOAD. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void count(void)
{
	const char *path = getenv("COUNTSYNC");
	int fd = path ? open(path, O_WRONLY | O_APPEND | O_CREAT, 0600) : -1;

	if (fd < 0)
		return;
	if (write(fd, ".", 1) != 1)
		abort();
	close(fd);
}

static int fails(void)
{
	static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;
	const char *path = getenv("FAILSYNC");
	struct stat left;
	int now = 0;

	if (!path)
		return 0;
	pthread_mutex_lock(&one);
	if (stat(path, &left) == 0 && left.st_size > 0) {
		if (truncate(path, left.st_size - 1) != 0)
			abort();
		now = left.st_size == 1;
	}
	pthread_mutex_unlock(&one);
	if (now)
		errno = EIO;
	return now;
}

int fsync(int fd)
{
	int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");

	count();
	return fails() ? -1 : next(fd);
}

int fdatasync(int fd)
{
	int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");

	count();
	return fails() ? -1 : next(fd);
}
