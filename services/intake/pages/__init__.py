"""The pages of intake: everything that a person sees in a browser, made on the server.

No JavaScript, no cookie that is not needed, nothing from another site. app.py receives a request
and each module that asks a question has its pages: form.py, follow.py, staff.py, provider.py and
about.py. look.py makes a page of a template and texts; sent.py reads what came back.
"""
