import imaplib,sys
m=imaplib.IMAP4('127.0.0.1',21143); m.login('anna','secret')
def app(f,s): m.append(f,None,'"20-Nov-2026 10:00:00 +0000"',f'From: a@x.example\r\nSubject: {s}\r\nMessage-ID: <{s}@x.example>\r\n\r\nText {s}\r\n'.encode())
def show():
    for f in ('INBOX.RA','INBOX.RB'):
        print(f,m.status(f,'(MESSAGES UIDNEXT UIDVALIDITY HIGHESTMODSEQ MAILBOXID)')[1]); m.select(f,True)
        print('   ',[x[1].split(b'\r\n')[1] for x in m.fetch('1:*','(BODY.PEEK[HEADER])')[1] if isinstance(x,tuple)])
if sys.argv[1]=='make':
    for f in ('RA','RB','X'): m.delete('INBOX.'+f)
    print(m.create('INBOX.RA'),m.create('INBOX.RB')); app('INBOX.RA','inA'); app('INBOX.RB','inB'); show()
elif sys.argv[1]=='swap':
    for a,b in (('RA','X'),('RB','RA'),('X','RB')): print(m.rename('INBOX.'+a,'INBOX.'+b))
    show()
else: show()
